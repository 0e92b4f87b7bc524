"""Tests of the country that is generated to measure pages by."""
