"""What templates may call: words for numbers and dates, pictures for patterns."""
