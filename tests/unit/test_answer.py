"""What an answer becomes on its way out, and what comes back of it."""

from app.desk.desk import Composed
from app.domain.contents import Content, Media, MediaKind
from app.domain.ids import MessageId
from ui.conversation.writing.answer import (
    TEXT_LIMIT,
    Answer,
    Attached,
    answer_of,
    joined,
    kept_of,
    messages_of,
    rest_of,
    text_limit,
)

QUOTED = MessageId("m1")


def file(kind: MediaKind, name: str = "") -> Attached:
    return Attached(kind, Media("x/y", name or kind, name or None, 10), name)


def test_a_text_is_one_message() -> None:
    assert messages_of(Answer("Hello")) == [Composed("text", "Hello")]
    assert messages_of(Answer("Hello", QUOTED)) == [Composed("text", "Hello", None, QUOTED)]
    assert messages_of(Answer("see x", has_preview=True)) == [
        Composed("text", "see x", Content(has_preview=True))
    ]
    assert messages_of(Answer("  ")) == []


def test_the_first_file_that_can_carries_the_text_and_the_first_message_the_quote() -> None:
    sticker, photo, paper = file("sticker"), file("image"), file("document", "a.pdf")
    sent = messages_of(Answer("Look", QUOTED, (sticker, photo, paper)))
    assert [(one.kind, one.text, one.reply_to) for one in sent] == [
        ("sticker", "", QUOTED), ("image", "Look", None), ("document", "", None),
    ]  # fmt: skip


def test_a_text_beside_files_that_take_none_goes_last_and_alone() -> None:
    sent = messages_of(Answer("Listen", None, (file("voice"),)))
    assert [(one.kind, one.text) for one in sent] == [("voice", ""), ("text", "Listen")]


def test_a_caption_is_shorter_than_a_text() -> None:
    assert text_limit(()) == TEXT_LIMIT == 4096
    assert text_limit((file("voice"),)) == 4096
    assert text_limit((file("voice"), file("image"))) == 1024


def test_what_is_left_when_some_have_gone() -> None:
    photo, paper = file("image"), file("document", "a.pdf")
    whole = Answer("Look", QUOTED, (photo, paper))
    assert rest_of(whole, 0) == whole
    assert rest_of(whole, 1) == Answer("", None, (paper,))
    voice = Answer("Listen", QUOTED, (file("voice"),))
    assert rest_of(voice, 1) == Answer("Listen", None, ())


def test_what_comes_back_stands_before_what_was_written_meanwhile() -> None:
    photo = file("image")
    assert joined(Answer("a", QUOTED, (photo,)), Answer("b")) == Answer("a\nb", QUOTED, (photo,))
    assert joined(Answer("a"), Answer("a")).text == "a"
    assert joined(Answer("a"), Answer("a\nb")).text == "a\nb"
    assert joined(Answer("", None, (photo,)), Answer("b", None, (photo,))) == Answer("b", None, (photo,))


def test_a_sent_message_is_an_answer_again() -> None:
    media = Media("application/pdf", "ab", "a.pdf", 10)
    back = answer_of(Composed("document", "a.pdf", Content(media=media), QUOTED))
    assert back == Answer("", QUOTED, (Attached("document", media, "a.pdf"),))
    assert answer_of(Composed("text", "Hi", None, QUOTED)) == Answer("Hi", QUOTED)
    assert answer_of(Composed("buttons", "Hi", Content())) is None


def test_what_is_kept_on_disk_beside_the_text() -> None:
    assert kept_of(Answer("only words")) is None
    assert kept_of(Answer("words", QUOTED)) == Composed("text", "", None, QUOTED)
    photo = file("image")
    kept = kept_of(Answer("words", QUOTED, (photo,)))
    assert kept == Composed("image", "", Content(media=photo.media), QUOTED)
