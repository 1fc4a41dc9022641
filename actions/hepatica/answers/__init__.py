"""Turning facts into replies that keep the answer contract."""

from hepatica.answers.contract import Contract, contract_schema
from hepatica.answers.compose import Composed, compose

__all__ = ["Composed", "Contract", "compose", "contract_schema"]
