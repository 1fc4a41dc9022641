"""Odd input, made by the machine: whatever comes in, nothing crashes (docs/security/fuzzing.md)."""
