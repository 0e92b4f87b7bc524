"""The ways an action says no."""

from collections.abc import Sequence
from dataclasses import dataclass


class UnableToActError(Exception):
    """Say in the person's language why a change is not made, and what to do; nothing has been changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: its name, and a sentence with the cure."""

    field: str
    message: str


class UnableToAcceptFieldsError(UnableToActError):
    """Say which fields keep a change from being made."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__(" ".join(str(problem.message) for problem in problems))
        self.problems = tuple(problems)
