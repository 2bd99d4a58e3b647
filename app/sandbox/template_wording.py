"""The texts that Meta writes itself into templates of one-time codes."""

from app.sandbox.templates_store import Json

WORDS = {
    "fr": (
        "*{{1}}* est votre code de vérification.",
        " Pour votre sécurité, ne le partagez pas.",
        "Ce code expire dans {minutes} minutes.",
        "Copier le code",
        "Remplir automatiquement",
    ),
    "en": (
        "*{{1}}* is your verification code.",
        " For your security, do not share this code.",
        "This code expires in {minutes} minutes.",
        "Copy code",
        "Autofill",
    ),
}  # the other languages are shown in English here
SAMPLE = {"body_text": [["123456"]]}


def complete(parts: list[Json], category: str, language: str) -> list[Json]:
    """The components with Meta's own words; only one-time codes have any."""
    if category != "AUTHENTICATION":
        return parts
    words = WORDS.get(language.partition("_")[0], WORDS["en"])
    return [_worded(part, words) for part in parts]


def _worded(part: Json, words: tuple[str, ...]) -> Json:
    code, advice, expiry, copy, autofill = words
    if part["type"] == "BODY":
        has_advice = part.get("add_security_recommendation", False)
        return part | {"text": code + (advice if has_advice else ""), "example": SAMPLE}
    if part["type"] == "FOOTER":
        minutes = part.get("code_expiration_minutes")
        return part | ({"text": expiry.format(minutes=minutes)} if minutes else {})
    buttons = [{"text": copy} | button for button in part["buttons"]]
    for button in buttons:
        if button["otp_type"] != "COPY_CODE":
            button.setdefault("autofill_text", autofill)
    return part | {"buttons": buttons}
