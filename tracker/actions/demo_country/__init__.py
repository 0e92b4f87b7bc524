"""Invent a country and write it: parks, investors, goals and twelve years of reports, marked as invented.

`plan` and what it rests on is pure: names, land, capital, reports and goals are drawn from a seed by name, without a
database. `loading`, `writing`, `promise_writing`, `report_writing` and `copying` bring it to the database in bulk, with
every trigger in force.
"""
