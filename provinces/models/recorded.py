"""Rows whose past must stay readable: recorded once, retired later, never rewritten."""

from datetime import datetime
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RecordedQuerySet[Row: models.Model](models.QuerySet[Row]) if False else models.QuerySet:  # type: ignore[misc]
    pass
