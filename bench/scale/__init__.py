"""Hepatica as several servers behind nginx; writes the tables of docs/operating/scale.md."""
