"""Every state that the chat can be in, each as the way to get there from its start."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.breakdowns import Held, altering, answering, dropping
from tests.browser.chat import Chat

QUESTIONS = {
    "en": {
        "answer": "What is radiotherapy before surgery?",
        "icons": "What was the 1 year survival in the JCO trial?",
        "curve": "What were the overall survival rates at every time point in the JCO trial?",
        "table": "How do BCLC and CNLC stages compare?",
        "clarify": "How long do people live with liver cancer?",
        "no_fact": "Does garlic cure liver cancer?",
        "out_of_scope": "What is the weather?",
        "personal_advice": "Should I have radiotherapy?",
        "emergency": "I am vomiting blood",
        "crisis": "I want to kill myself",
        "smalltalk": "hello",
        "parts": "What is BCLC stage 0 and what is the weather?",
    },
    "zh": {
        "answer": "什么是手术前放疗？",
        "icons": "JCO研究的1年生存率是多少？",
        "curve": "2019年的试验里，各个时间点的总生存率分别是多少？",
        "table": "BCLC和CNLC分期有什么不同？",
        "clarify": "肝癌病人能活多久？",
        "no_fact": "大蒜能治肝癌吗？",
        "out_of_scope": "今天天气怎么样？",
        "personal_advice": "我应该做放疗吗？",
        "emergency": "我吐血了",
        "crisis": "我想自杀",
        "smalltalk": "你好",
        "parts": "BCLC 0期是什么？放疗有哪些副作用？",
    },
}
"""A question for each kind of reply."""

State = Callable[[Chat], object]


def ask(chat: Chat, kind: str) -> Locator:
    """Ask the question that brings a reply of this kind, and give the reply."""
    return chat.say(QUESTIONS[chat.language][kind])


def source_card(reply: Locator) -> Locator:
    """The one-line button that opens where an answer comes from."""
    return reply.locator("hepatica-sources").get_by_role("button")


def glossary_words(reply: Locator) -> Locator:
    """The words of a reply that can be tapped."""
    return reply.locator("button[aria-haspopup=dialog]")


def _answering(kind: str) -> State:
    return lambda chat: ask(chat, kind)


def _waiting(chat: Chat) -> None:
    Held(chat.page, "webhook")
    chat.post(QUESTIONS[chat.language]["answer"])
    expect(chat.view.get_by_role("status")).not_to_be_empty()


def _queued(chat: Chat) -> None:
    _waiting(chat)
    chat.post(QUESTIONS[chat.language]["icons"])
    expect(chat.log.get_by_text(chat.word("waiting"))).to_be_visible()


def _card(chat: Chat) -> None:
    source_card(ask(chat, "icons")).click()
    expect(chat.last.get_by_role("link").first).to_be_visible()


def _curve_table(chat: Chat) -> None:
    reply = ask(chat, "curve")
    reply.get_by_text(chat.word("numbers_as_table")).click()
    expect(reply.get_by_role("table")).to_be_visible()


def _meaning(chat: Chat) -> None:
    glossary_words(ask(chat, "answer")).first.click()
    expect(chat.view.get_by_role("dialog")).to_be_visible()


def _unavailable(chat: Chat) -> None:
    altering(chat.page, unavailable)
    ask(chat, "answer")
    expect(chat.last).to_contain_text(chat.word("not_available"))


def unavailable(_: str) -> list[dict[str, object]]:
    """What the bot says when it is out of order."""
    call = {"label": "Emergency number", "number": "999", "purpose": "emergency"}
    contract = {"schema": 1, "kind": "unavailable", "language": "en", "call": [call]}
    return [{"text": "I cannot answer just now."}, {"custom": contract}]


def _failing(key: str, status: int) -> State:
    def fail(chat: Chat) -> None:
        answering(chat.page, "webhook", status, headers={"Retry-After": "90"})
        chat.post("hello")
        expect(chat.log.get_by_text(told(chat, key))).to_be_visible()

    return fail


def told(chat: Chat, key: str) -> str:
    """The sentence about a failure, up to what it fills in."""
    return chat.word(key, wait="\0").partition("\0")[0]


def _offline(chat: Chat) -> None:
    expect(chat.log.get_by_role("paragraph")).to_be_visible()
    chat.context.set_offline(True)
    chat.post("hello")
    expect(chat.log.get_by_text(chat.word("offline"))).to_be_visible()


def _not_started(chat: Chat) -> None:
    answering(chat.page, "session", 403)
    _start_anew(chat)
    expect(chat.view.get_by_text(chat.word("refused"))).to_be_visible()


def _no_server(chat: Chat) -> None:
    dropping(chat.page, "*")
    _start_anew(chat)
    expect(chat.view.get_by_text(chat.word("start_offline"))).to_be_visible()


def _start_anew(chat: Chat) -> None:
    chat.page.evaluate("sessionStorage.clear()")
    chat.page.reload()


def _ended(chat: Chat) -> None:
    chat.page.evaluate("sessionStorage.setItem('hepatica.token', 'old')")
    chat.page.reload()
    expect(chat.log.get_by_text(chat.word("session_ended"))).to_be_visible()


def _menu(chat: Chat) -> None:
    expect(chat.open_menu()).to_be_visible()


def _forget(chat: Chat) -> None:
    chat.button("forget", chat.open_menu()).click()
    expect(chat.dialog("forget_question")).to_be_visible()


def _forgotten(chat: Chat) -> None:
    ask(chat, "smalltalk")
    _forget(chat)
    chat.button("forget_yes").click()
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()


def summary(chat: Chat) -> Locator:
    """Open the summary of the conversation from the menu, and give its dialog."""
    chat.button("keep_answers", chat.open_menu()).click()
    expect(chat.dialog("summary_title")).to_be_visible()
    return chat.dialog("summary_title")


def _summary(chat: Chat) -> None:
    for kind in ("icons", "personal_advice", "no_fact"):
        ask(chat, kind)
    summary(chat)


def _reasons(chat: Chat) -> None:
    chat.button("not_helpful", ask(chat, "answer")).click()
    expect(chat.last.get_by_role("radio")).to_have_count(5)


def _thanked(chat: Chat) -> None:
    chat.button("helpful", ask(chat, "answer")).click()
    expect(chat.last.get_by_text(chat.word("thanks"))).to_be_visible()


def _empty(chat: Chat) -> None:
    chat.send.click()
    expect(chat.view.get_by_text(chat.word("empty"))).to_be_visible()


def _too_long(chat: Chat) -> None:
    chat.post("x" * 4100)
    expect(chat.view.get_by_text(chat.word("too_long", n=100))).to_be_visible()


def enlarge(chat: Chat) -> None:
    """Choose the largest text in the menu, and close it."""
    menu = chat.open_menu()
    menu.get_by_role("radio", name=chat.word("size_3")).check()
    chat.button("close", menu).click()


def _large(chat: Chat) -> None:
    enlarge(chat)
    ask(chat, "icons")


def _switched(chat: Chat) -> None:
    ask(chat, "answer")
    chat.button("other_language").click()
    chat.language = "zh" if chat.language == "en" else "en"
    expect(chat.button("say_again")).to_be_visible()


STATES: dict[str, State] = {
    "start": lambda chat: expect(chat.view.get_by_role("button")).to_have_count(6),
    "waiting for an answer": _waiting,
    "a second message waiting": _queued,
    "answer": _answering("answer"),
    "answer with its source card open": _card,
    "curve and people": _answering("curve"),
    "curve as a table": _curve_table,
    "stages side by side": _answering("table"),
    "meaning of a word": _meaning,
    "something to choose": _answering("clarify"),
    "no fact": _answering("no_fact"),
    "another subject": _answering("out_of_scope"),
    "personal advice": _answering("personal_advice"),
    "emergency": _answering("emergency"),
    "crisis": _answering("crisis"),
    "several questions": _answering("parts"),
    "bot out of order": _unavailable,
    "no connection": _offline,
    "too many messages": _failing("too_many", 429),
    "message too large": _failing("too_large", 413),
    "server out of order": _failing("broken", 500),
    "refused": _failing("refused", 403),
    "chat not to be used here": _not_started,
    "no server at the start": _no_server,
    "earlier chat ended": _ended,
    "menu": _menu,
    "asked before erasing": _forget,
    "erased": _forgotten,
    "summary": _summary,
    "reasons": _reasons,
    "thanked": _thanked,
    "nothing written": _empty,
    "too much written": _too_long,
    "very large text": _large,
    "language switched": _switched,
}
"""By a name that a person would use."""
