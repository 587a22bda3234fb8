"""Who a person is: sign-in, settings, devices. Knows nothing of the diary."""
