"""Answers: everything a person said outside an episode or check-in, each with its moment; never changed, only added."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from diary.domain.prompts.questions import answer_problem, is_known_question
from diary.models.owned import Imported


class Answer(Imported):
    """The row of an answer; what `question` and `value` hold is described in diary/domain/entries.py."""

    pk = models.CompositePrimaryKey("owner_id", "id")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers", editable=False
    )
    id = models.UUIDField(default=uuid4, editable=False)
    question = models.CharField(max_length=64)
    value = models.JSONField(null=True, blank=True)
    answered_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "answered_at"], name="answer_owner_answered_at")]

    def __str__(self) -> str:
        return f"Answer {self.id}"

    def clean(self) -> None:
        """Refuse an unknown question, and a value that is no answer to it."""
        if not is_known_question(self.question):
            raise ValidationError("This question is not known.")
        problem = answer_problem(self.question, self.value)
        if problem:
            raise ValidationError(problem)
