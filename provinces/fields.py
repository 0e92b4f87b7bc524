"""Model fields that keep a comparable form of other fields of the same row."""

from typing import Any

from django.db import models

from provinces.text import search_key, sort_key


class _ComputedTextField(models.TextField):  # type: ignore[type-arg]
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
        """Return the field's definition, its sources included."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def _texts(self, instance: models.Model) -> list[str]:
        texts: list[str] = []
        for source in self.sources:
            value = getattr(instance, source)
            texts.extend(value if isinstance(value, list) else [value])
        return texts

    def compute(self, texts: list[str]) -> str:
        """Return the text to store for the source texts."""
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the computed text of the row that is about to be written."""
        value = self.compute(self._texts(model_instance))
        setattr(model_instance, self.attname, value)
        return value


class SearchKeyField(_ComputedTextField):
    """The words of the source fields without accents and case, for searching."""

    def compute(self, texts: list[str]) -> str:
        """Return the words of the texts without accents and case."""
        return search_key(*texts)


class SortKeyField(_ComputedTextField):
    """The Vietnamese dictionary order of the first source field."""

    def compute(self, texts: list[str]) -> str:
        """Return the dictionary order of the first text."""
        return sort_key(texts[0])
