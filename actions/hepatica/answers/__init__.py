"""Turning facts into replies that keep the answer contract."""

from hepatica.answers.compose import Composed, compose
from hepatica.answers.contract import Contract, contract_schema

__all__ = ["Composed", "Contract", "compose", "contract_schema"]
