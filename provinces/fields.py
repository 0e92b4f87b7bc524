"""Model fields that keep a comparable form of other fields of the same row."""

from collections.abc import Callable
from typing import Any

from django.db import models

from provinces.text import search_key, sort_key


class _ComputedTextField(models.TextField[str, str]):
    """A text column that is computed from other fields of the row each time Django writes it.

    It is computed in ``pre_save``, as ``auto_now`` is, so ``save`` and ``bulk_create`` keep it right;
    ``QuerySet.update`` of a source field must name it too (a system check compares stored and computed).
    """

    def __init__(self, *, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(**kwargs)
        self.sources = sources

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def _texts(self, instance: models.Model) -> list[str]:
        texts: list[str] = []
        for source in self.sources:
            value = getattr(instance, source)
            texts.extend(value if isinstance(value, list) else [value])
        return texts

    compute: Callable[[list[str]], str]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = self.compute(self._texts(model_instance))
        setattr(model_instance, self.attname, value)
        return value


class SearchKeyField(_ComputedTextField):
    """The words of the source fields without accents and case, for searching."""

    def compute(self, texts: list[str]) -> str:  # type: ignore[override]
        return search_key(*texts)


class SortKeyField(_ComputedTextField):
    """The Vietnamese dictionary order of the first source field."""

    def compute(self, texts: list[str]) -> str:  # type: ignore[override]
        return sort_key(texts[0])
