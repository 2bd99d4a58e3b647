"""Kinds of messages in every language of the reference, on both systems; captions, files, edited and deleted ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.export_files import ANDROID, IOS, LRM, only, read, written, zipped

ANDROID_OMITTED = {
    "en": ["<Media omitted>"],
    "de": ["<Medien ausgeschlossen>"],
    "es": ["<Multimedia omitido>", "<Archivo omitido>"],
    "pt": ["<Mídia oculta>", "<Arquivo de mídia oculto>"],
    "fr": ["<Médias omis>", "<Fichier omis>"],
    "it": ["<Media omessi>", "<Media omesso>"],
    "nl": ["<Media weggelaten>"],
    "ru": ["<Без медиафайлов>", "<Файл пропущен>"],
    "tr": ["<Medya dahil edilmedi>"],
    "ar": ["<تم استبعاد الوسائط>"],
    "he": ["<המדיה לא נכללה>", "<מדיה הושמטה>"],
    "id": ["<Media tidak disertakan>"],
}
ANDROID_ATTACHED = {
    "en": "file attached",
    "de": "Datei angehängt",
    "es": "archivo adjunto",
    "pt": "arquivo anexado",
    "fr": "fichier joint",
    "it": "file allegato",
    "nl": "bestand bijgevoegd",
    "ru": "файл добавлен",
    "tr": "dosya ekli",
    "ar": "الملف مرفق",
    "he": "קובץ מצורף",
    "id": "file terlampir",
}
IOS_ATTACHED = {
    "en": "attached",
    "de": "Anhang",
    "es": "adjunto",
    "pt": "anexado",
    "fr": "pièce jointe",
    "it": "allegato",
    "nl": "bijgevoegd",
    "ru": "прикреплено",
    "ar": "المُرفق",
    "he": "מצורף",
    "id": "terlampir",
    "ja": "添付ファイル",
}
IOS_OMITTED = {
    "en": "image omitted",
    "de": "Bild weggelassen",
    "es": "imagen omitida",
    "pt": "imagem ocultada",
    "fr": "image absente",
    "it": "immagine omessa",
    "nl": "afbeelding weggelaten",
    "ru": "изображение отсутствует",
    "tr": "görüntü dahil edilmedi",
    "ar": "لم يتم إدراج الصورة",
    "he": "התמונה הושמטה",
    "id": "gambar tidak disertakan",
    "ja": "画像は含まれていません",
}
AS_WRITTEN = "as it was written"
DELETED = {
    "en": ["This message was deleted", "You deleted this message"],
    "de": ["Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht"],
    "es": ["Se eliminó este mensaje", "Eliminaste este mensaje"],
    "pt": ["Mensagem apagada", "Você apagou esta mensagem"],
    "fr": ["Ce message a été supprimé", "Vous avez supprimé ce message"],
    "it": ["Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"],
    "nl": ["Dit bericht is verwijderd", "Je hebt dit bericht verwijderd"],
}
EDITED = {
    "en": "<This message was edited>",
    "de": "<Diese Nachricht wurde bearbeitet.>",
    "es": "<Se editó este mensaje.>",
    "pt": "<Mensagem editada>",
    "fr": "<Ce message a été modifié>",
    "it": "<Questo messaggio è stato modificato>",
    "nl": "<Dit bericht is bewerkt>",
}


@pytest.mark.parametrize(
    ("language", "marker"),
    [(lang, marker) for lang, markers in ANDROID_OMITTED.items() for marker in markers],
)
def test_android_without_files(tmp_path: Path, language: str, marker: str) -> None:
    found = read(written(tmp_path, ANDROID.format(marker)))
    message = found.messages[0]
    assert (message.kind, message.text, message.media, message.is_omitted) == ("media", None, None, True)
    assert found.preview.language == language


@pytest.mark.parametrize(("language", "word"), ANDROID_ATTACHED.items())
def test_android_with_files(tmp_path: Path, language: str, word: str) -> None:
    lines = ANDROID.format(
        f"{LRM}IMG-20260131-WA0003.jpg ({word})\nthe caption\nin two lines"
    ) + ANDROID.format(f"price list.pdf ({word})\nprice list")
    found = read(written(tmp_path, lines))
    photo, document = found.messages
    assert (photo.kind, photo.media, photo.text) == (
        "image", "IMG-20260131-WA0003.jpg", "the caption\nin two lines",
    )  # fmt: skip
    assert (document.kind, document.media, document.text) == ("document", "price list.pdf", None)
    assert found.preview.language == language


@pytest.mark.parametrize(("language", "word"), IOS_ATTACHED.items())
def test_ios_with_files(tmp_path: Path, language: str, word: str) -> None:
    name = "00000012-PHOTO-2026-01-31-21-05-40.jpg"
    found = read(written(tmp_path, LRM + IOS.format(f"{LRM}<{word}: {name}>")))
    message = found.messages[0]
    assert (message.kind, message.media, message.text) == ("image", name, None)
    assert found.preview.language == language


def test_ios_in_turkish_names_the_file_first(tmp_path: Path) -> None:
    message = only(tmp_path, IOS.format(f"{LRM}<00000012-VIDEO-2026-01-31-21-05-40.mp4 eklendi>"))
    assert (message.kind, message.media) == ("video", "00000012-VIDEO-2026-01-31-21-05-40.mp4")


@pytest.mark.parametrize(("language", "marker"), IOS_OMITTED.items())
@pytest.mark.parametrize("mark", ["", LRM])
def test_ios_without_files(tmp_path: Path, language: str, marker: str, mark: str) -> None:
    found = read(written(tmp_path, IOS.format(mark + marker)))
    message = found.messages[0]
    assert (message.kind, message.text, message.is_omitted) == ("image", None, True)
    assert found.preview.language == language


@pytest.mark.parametrize(
    ("marker", "kind"),
    [
        ("video omitted", "video"), ("audio omitted", "audio"), ("sticker omitted", "sticker"), ("GIF omitted", "gif"),
        ("Contact card omitted", "contacts"), ("Bild ausgelassen", "image"), ("document omitted", "document"),
    ],
)  # fmt: skip
def test_ios_says_what_is_missing(tmp_path: Path, marker: str, kind: str) -> None:
    message = only(tmp_path, IOS.format(LRM + marker))
    assert (message.kind, message.is_omitted) == (kind, True)


def test_a_missing_document_keeps_its_name(tmp_path: Path) -> None:
    message = only(tmp_path, IOS.format(f"quote.pdf • 2 pages {LRM}document omitted"))
    assert (message.kind, message.text) == ("document", "quote.pdf • 2 pages")
    for name in ("Some file.txt", "Resume v2.pdf • 2 pages"):
        message = only(tmp_path, IOS.format(f"{name} document omitted"))
        assert (message.kind, message.text, message.is_omitted) == ("document", name, True)
    assert only(tmp_path, IOS.format("was my document omitted")).kind == "text"


def test_places_named_by_foursquare(tmp_path: Path) -> None:
    assert (
        only(tmp_path, IOS.format("Gardens (London, UK): https://foursquare.com/v/4e89af95e5fa82ad")).kind
        == "location"
    )


@pytest.mark.parametrize("line", [ANDROID, IOS])
@pytest.mark.parametrize("ending", ["", "."])
@pytest.mark.parametrize(
    ("language", "marker"), [(lang, marker) for lang, markers in DELETED.items() for marker in markers]
)
def test_deleted_messages(tmp_path: Path, line: str, language: str, marker: str, ending: str) -> None:
    mark = LRM if line is IOS else ""
    found = read(written(tmp_path, line.format(mark + marker + ending)))
    assert [(m.kind, m.author) for m in found.messages] == [("deleted", "Ana Field")]
    assert found.preview.language == language


@pytest.mark.parametrize("line", [ANDROID, IOS])
@pytest.mark.parametrize(("language", "suffix"), EDITED.items())
def test_edited_messages(tmp_path: Path, line: str, language: str, suffix: str) -> None:
    mark = LRM if line is IOS else ""
    found = read(written(tmp_path, line.format(f"at nine\nor ten {mark}{suffix}")))
    message = found.messages[0]
    assert (message.kind, message.text, message.is_edited) == ("text", "at nine\nor ten", True)
    assert found.preview.language == language


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("IMG-20260131-WA0003.jpg", "image"),
        ("VID-20260131-WA0003.mp4", "video"),
        ("PTT-20260131-WA0003.opus", "voice"),
        ("AUD-20260131-WA0003.mp3", "audio"),
        ("AUD-20260131-WA0003.", "audio"),
        ("STK-20260131-WA0003.webp", "sticker"),
        ("GIF-20260131-WA0003.mp4", "gif"),
        ("DOC-20260131-WA0003.pdf", "document"),
        ("Ana.vcf", "contacts"),
        ("quote v2 (final).pdf", "document"),
    ],
)
def test_kinds_of_android_files(tmp_path: Path, name: str, kind: str) -> None:
    message = only(tmp_path, ANDROID.format(f"{name} (file attached)"))
    assert (message.kind, message.media, message.text) == (kind, name, None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("00000012-PHOTO-2026-01-31-21-05-40.jpg", "image"),
        ("00000012-VIDEO-2026-01-31-21-05-40.mp4", "video"),
        ("00000012-AUDIO-2026-01-31-21-05-40.m4a", "audio"),
        ("00000012-GIF-2026-01-31-21-05-40.mp4", "gif"),
        ("00000012-STICKER-2026-01-31-21-05-40.webp", "sticker"),
        ("00000014-quote.pdf", "document"),
        ("00000015-Ana.vcf", "contacts"),
    ],
)
def test_kinds_of_ios_files(tmp_path: Path, name: str, kind: str) -> None:
    message = only(tmp_path, IOS.format(f"{LRM}<attached: {name}>"))
    assert (message.kind, message.media, message.text) == (kind, name, None)


def test_captions_stand_before_or_after_the_marker_on_ios(tmp_path: Path) -> None:
    name = "00000012-PHOTO-2026-01-31-21-05-40.jpg"
    for body in (f"our garden {LRM}<attached: {name}>", f"{LRM}<attached: {name}>\nour garden"):
        message = only(tmp_path, IOS.format(body))
        assert (message.kind, message.media, message.text) == ("image", name, "our garden")
    message = only(tmp_path, IOS.format(f"quote.pdf • 2 pages {LRM}<attached: 00000014-quote.pdf>"))
    assert (message.kind, message.media, message.text) == ("document", "00000014-quote.pdf", None)


def test_old_names_of_ios(tmp_path: Path) -> None:
    message = only(tmp_path, IOS.format(f"2016-06-27-PHOTO-00000013.jpg <{LRM}attached>"))
    assert (message.kind, message.media) == ("image", "2016-06-27-PHOTO-00000013.jpg")


def test_a_file_of_the_zip_is_an_attachment_in_any_language(tmp_path: Path) -> None:
    lines = (
        ANDROID.format("quote.pdf (allegga fajl)\nquote")
        + ANDROID.format("IMG-20260131-WA0003.jpg (ṣafikun)")
        + ANDROID.format("notes.txt (my own words)")
    )
    found = read(zipped(tmp_path, {"WhatsApp Chat with Ana.txt": lines, "quote.pdf": b"%PDF"}))
    assert [(m.kind, m.media) for m in found.messages] == [
        ("document", "quote.pdf"), ("image", "IMG-20260131-WA0003.jpg"), ("text", None),
    ]  # fmt: skip
    assert (found.preview.media_present, found.preview.media_missing) == (1, 1)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("location: https://maps.google.com/?q=51.38,-2.36", "location", AS_WRITTEN),
        ("Helsinki\nHelsinki\nlocation: https://maps.google.com/?q=60.167,24.95", "location", AS_WRITTEN),
        ("live location shared", "live_location", AS_WRITTEN),
        ("POLL:\nWhere?\nOPTION: Rome (2 votes)\nOPTION: Bath (1 vote)", "poll", AS_WRITTEN),
        ("null", "unknown", None),
        ("", "unknown", None),
        (" ", "unknown", None),
        ("<Video message omitted>", "video", None),
        ("<fayilolin mai jarida>", "media", None),
        ("nullify", "text", "nullify"),
        ("I <3 it", "text", "I <3 it"),
        ("<3", "text", "<3"),
        ("see <https://example.com/a b>", "text", "see <https://example.com/a b>"),
        ("<b>bold</b>", "text", "<b>bold</b>"),
        ("is it open (today)", "text", "is it open (today)"),
        ("https://maps.google.com/ is nice", "text", "https://maps.google.com/ is nice"),
        ("*bold* @\u2068Bo\u2069 https://example.com", "text", "*bold* @\u2068Bo\u2069 https://example.com"),
        ("Voice call. 3 min", "call", "Voice call. 3 min"),
        ("Video call?", "text", "Video call?"),
        ("Options:\none\ntwo (2 pieces)", "text", "Options:\none\ntwo (2 pieces)"),
    ],
)
def test_other_bodies_on_android(tmp_path: Path, body: str, kind: str, text: str | None) -> None:
    message = only(tmp_path, ANDROID.format(body))
    assert (message.kind, message.text) == (kind, body if text is AS_WRITTEN else text)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"{LRM}Location: https://maps.google.com/?q=51.38,-2.36", "location"),
        (" Helsinki (Helsinki): https://maps.google.com/?q=60.167850,24.952965", "location"),
        (f"{LRM}Live location shared", "live_location"),
        (f"{LRM}Voice call. {LRM}3 min", "call"),
        (f"{LRM}Missed voice call. {LRM}Tap to call back", "call"),
        (f"{LRM}Video call. {LRM}No answer", "call"),
        (f"{LRM}Verpasster Sprachanruf. {LRM}Tippe zum Zurückrufen", "call"),
        (f"{LRM}POLL:\nWhere?\n{LRM}OPTION: Rome ({LRM}2 votes)\n{LRM}OPTION: Bath ({LRM}1 vote)", "poll"),
        (f"{LRM}picha imeachwa", "media"),
    ],
)
def test_other_bodies_on_ios(tmp_path: Path, body: str, kind: str) -> None:
    message = only(tmp_path, IOS.format(body))
    assert (message.kind, message.author) == (kind, "Ana Field")


def test_an_angle_bracket_of_a_person_on_ios_stays_a_text(tmp_path: Path) -> None:
    assert only(tmp_path, IOS.format("<see the list above>")).kind == "text"
