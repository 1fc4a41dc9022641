# Everything a checkout needs, in one word each. Python 3.10 or newer and make are enough to start.
PY ?= python3
CHAT = http://127.0.0.1:$${HEPATICA_PORT:-5005}/webhooks/rest/webhook
HEPATICA = PYTHONPATH=actions actions/.venv/bin/python -m hepatica

.DEFAULT_GOAL := help
.PHONY: bench fuzz help run chat test lint format store train setup nlu-from-facts transcript widget screenshots bench-widget bench-scale bench-growth-turns bench-turn clean bench-finding bench-refusing bench-growth bench-pictures scorecard compare tuning fit-knowing

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

run: ## start Hepatica (installs, builds and trains what is missing)
	@$(PY) -m dev run

chat: ## talk to the Hepatica that "make run" started
	@$(PY) -m dev setup
	@HEPATICA_CHAT_URL="$${HEPATICA_CHAT_URL:-$(CHAT)}" $(HEPATICA) chat

test: ## run all checks: knowledge, unit tests, dialogues, end to end
	@$(PY) -m dev test

lint: ## check style and types
	@$(PY) -m dev lint

format: ## put the source files into the common format
	@$(PY) -m dev format

store: ## build the fact store from the knowledge files
	@$(PY) -m dev store

train: ## train the model
	@$(PY) -m dev train

setup: ## install both environments
	@$(PY) -m dev setup

nlu-from-facts: ## write the facts' example questions as training data
	@$(PY) -m dev setup
	@$(HEPATICA) nlu

widget: ## build the web widget into bot/web/static/
	@$(PY) -m dev widget

screenshots: ## take pictures of the widget's main states with real servers, into docs/screenshots/
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m tests.browser.screenshots

bench: ## measure speed, memory, start and growth beside Rasa's default, write docs/benchmarks.md
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.speed $(ARGS)

fuzz: ## feed parsers, knowledge files and answers 100,000 odd inputs (an hour)
	@$(PY) -m dev fuzz

bench-scale: ## measure several servers behind nginx (40 minutes, quiet machine), write docs/operating/scale.md
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.scale

bench-growth-turns: ## measure turns of long conversations and full databases (needs PostgreSQL)
	@$(PY) -m dev store
	@$(PY) -m dev train
	@.venv/bin/python -m bench.growth_turns

bench-turn: ## show where the time of a turn goes in the Rasa server
	@$(PY) -m dev store
	@$(PY) -m dev train
	@.venv/bin/python -m bench.turn_parts

bench-widget: ## measure how soon the widget can be used on a slow phone
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.widget

transcript: ## write docs/transcript.md with what Hepatica answers now
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m tests.end_to_end.transcript

scorecard: ## measure real servers and other systems on the held-out sets, write docs/scorecard.md
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m scorecard

compare: ## only hold other systems against ours, and print it
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m scorecard.compare

tuning: ## ask the tuning questions of real servers and list what goes wrong
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m scorecard --tuning

fit-knowing: ## fit what tells whether a fact answers a question (needs a trained model)
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.knowing

clean: ## delete what was built or trained, and logs (the installed packages stay)
	rm -rf build models results .rasa .run .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path '*/.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

bench-finding: ## measure how often the right fact is found on held-out example questions
	@$(PY) -m dev store
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.finding

bench-growth: ## measure how checking and finding grow up to 10,000 facts
	@$(PY) -m dev setup
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.growth

bench-pictures: ## measure how long pictures of charts take
	@$(PY) -m dev store
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.pictures

bench-refusing: ## see what is said to questions that the store cannot answer
	@$(PY) -m dev store
	@$(PY) -m dev train
	@PYTHONPATH=actions:. actions/.venv/bin/python -m bench.refusing
