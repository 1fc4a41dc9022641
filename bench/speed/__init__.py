"""How fast Hepatica is beside Rasa's default, and beside the least that a turn of Rasa costs."""
