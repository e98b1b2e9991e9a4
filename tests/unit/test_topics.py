"""What does a topic ask for, and what is taken? Only what fits, and a transaction id by its field."""

import io

import pytest
from PIL import Image

from agents.planning import Problems
from agents.themes import Unfit, changed
from agents.topics import checked, free_name
from chat.errors import Refusal
from chat.topics import Definition, Field, filled

HEX = "4e3f" * 16
TRANSACTION = Field("transaction_id", {"en": "Transaction ID", "ar": "معرّف المعاملة"}, "transaction", True)
NOTE = Field("coin", {"en": "Coin"})


def test_a_transaction_id_passes_by_its_field_though_it_looks_like_a_key() -> None:
    [found] = filled([TRANSACTION, NOTE], {"transaction_id": f" {HEX}\n", "unknown": "x"})
    assert (found.value, found.label) == (HEX, "Transaction ID")


def test_what_is_no_transaction_id_does_not_pass_by_its_field() -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    for value in (phrase, "<script>", "a" * 129):
        with pytest.raises(Refusal) as refused:
            filled([TRANSACTION], {"transaction_id": value})
        assert (refused.value.code, refused.value.data) == ("field_invalid", {"field": "transaction_id"})


def test_a_required_field_is_asked_for_and_others_are_masked() -> None:
    with pytest.raises(Refusal) as refused:
        filled([TRANSACTION], {"transaction_id": "  \x00 "})
    assert refused.value.code == "field_missing"
    [note] = filled([NOTE], {"coin": "card 4111 1111 1111 1111"})
    assert "4111" not in note.value


def test_whoever_does_not_have_what_is_required_says_so_and_it_is_kept_that_they_did() -> None:
    [found] = filled([TRANSACTION, NOTE], {"transaction_id": None, "coin": None})
    assert (found.name, found.value, found.lacking) == ("transaction_id", "", True)
    [hidden] = filled([Field("account", {"en": "Account"}, "text", True, True)], {"account": None})
    assert (hidden.lacking, hidden.sensitive) == (True, False)  # there is nothing to hide


@pytest.mark.parametrize(
    "topic",
    [
        Definition("Deposit!", {"en": "x"}),
        Definition("deposit", {"zh": "x"}),
        Definition("deposit", {"en": "x" * 81}),
        Definition("deposit", {"en": "x"}, fields=[NOTE] * 6),
        Definition("deposit", {"en": "x"}, fields=[Field("a b", {"en": "x"})]),
        Definition("deposit", {"en": "x"}, fields=[NOTE, NOTE]),
        Definition("deposit", {"en": "x"}, fields=[Field("coin", {"ar": "x"})]),
        Definition("deposit", {"en": "x"}, first_aid={"en": "x" * 1_001}),
        Definition("deposit", {"en": "x"}, level=6),
    ],
)
def test_a_definition_that_cannot_be_is_said_to_be_so(topic: Definition) -> None:
    problems = Problems()
    checked(problems, topic)
    assert problems.found


def test_texts_are_tidied_and_what_says_nothing_is_left_out() -> None:
    problems = Problems()
    aid = {"en": " Change it \r\n\n  now\x00", "ES": "ya", "ar": " \n "}
    topic = checked(problems, Definition("deposit", {"en": "Deposit"}, True, [TRANSACTION], {"en": "x"}, aid))
    assert not problems.found
    assert topic.first_aid == {"en": "Change it\nnow", "es": "ya"}


def test_a_short_name_is_made_from_what_people_call_it() -> None:
    assert free_name("Déposit & withdrawal!", [], "topic", "-") == "deposit-withdrawal"
    assert free_name("Coin", ["coin", "coin_2"], "field", "_") == "coin_3"
    assert free_name("交易", [], "topic", "-") == "topic"
    assert free_name("2FA lost", [], "topic", "-") == "fa-lost"


@pytest.mark.parametrize(
    "changes",
    [
        {"color": "red"},
        {"color": "#000;background:url(//evil.example)"},
        {"color": "#12345g"},
        {"side": "top"},
        {"scheme": "dark; x"},
    ],
)
def test_a_hostile_theme_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Unfit):
        changed({}, changes)


def test_a_logo_is_a_picture_drawn_anew() -> None:
    with pytest.raises(Unfit):
        changed({}, {}, b"<svg onload='alert(1)'/>")
    out = io.BytesIO()
    Image.new("RGB", (400, 100), "navy").save(out, "PNG")
    theme = changed({"color": "#112233"}, {"side": " LEFT "}, out.getvalue())
    assert theme["logo"].startswith("data:image/webp;base64,")
    assert (theme["color"], theme["side"]) == ("#112233", "left")
