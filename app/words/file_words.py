"""Sentences about files: why one cannot be sent as wished, fetched or opened, and what to do."""

from app.words import gettext as _


def about_sent_files() -> dict[str, str]:
    """What keeps a file from being sent, or was changed so that it can be."""
    return {
        "file_empty": _("This file is empty, so there is nothing to send."),
        "file_too_large": _(
            "This file has {size}, and WhatsApp takes {limit} at most. Make it smaller, or share a link to it."
        ),
        "file_not_one": _(
            "{name} is not a file, so it cannot be sent. Choose a file, or pack a folder as a ZIP."
        ),
        "file_not_read": _(
            "{name} could not be read ({reason}). Check that it is still there, then try again."
        ),
        "picture_too_many_pixels": _(
            "This picture has too many pixels to be opened safely. Make it smaller, or send it as a document."
        ),
        "picture_heic": _(
            "WhatsApp does not show HEIC pictures. Save it as JPEG and send that, or send this one as a document."
        ),
        "picture_not_readable": _("This picture could not be converted. Send it as a document instead."),
        "picture_made_smaller": _(
            "The picture had {size}, and WhatsApp takes {limit}, so it was made smaller. "
            "Send it as a document to keep every detail."
        ),
        "not_a_picture": _("This file is not a picture, whatever its name says. Send it as a document."),
        "not_a_video": _("This file is not a video, whatever its name says. Send it as a document."),
        "video_codec": _(
            "WhatsApp plays videos in MP4 with H.264 and AAC; this one is {codec}. It can be sent as a document."
        ),
        "video_too_large": _(
            "This video has {size}, and WhatsApp plays {limit} at most. It can be sent as a document."
        ),
        "audio_type": _(
            "WhatsApp plays AAC, AMR, MP3, M4A and mono OGG with Opus; this is {type}. It can be sent as a document."
        ),
        "audio_too_large": _(
            "This recording has {size}, and WhatsApp plays {limit} at most. It can be sent as a document."
        ),
        "voice_too_short": _("This voice message is too short. Hold on a little longer while you speak."),
        "voice_no_icon": _(
            "This voice message is larger than {limit}: it arrives, but phones may show it as a file."
        ),
        "sticker_shape": _("A sticker is a WEBP picture of {side} × {side} pixels. This one is not."),
        "sticker_too_large": _("This sticker has {size}, and WhatsApp takes {limit} at most."),
    }


def about_received_files() -> dict[str, str]:
    """Why a file cannot be shown now, or ever."""
    return {
        "file_not_at_hub": _("This file is not at the hub yet. Try again in a moment."),
        "media_lost": _("This file is no longer available. Ask the customer to send it again."),
        "media_cancelled": _("The download was stopped. What has come is kept for the next time."),
        "media_wrong_hash": _("This file was damaged on its way, so it was not kept. Try again."),
        "media_unknown": _("This message has no file that could be fetched."),
        "media_expired": _(
            "WhatsApp keeps files for seven days, and this one is older. Ask the customer to send it again."
        ),
        "file_over_limit": _("This file is larger than 100 MB, so it was not kept."),
        "media_no_access": _(
            "The hub has no access to WhatsApp, so it cannot fetch this file. Ask the owner."
        ),
        "media_offset": _("A part of this file did not fit to what the hub has. It goes on by itself."),
        "media_range": _("This part of the file does not exist."),
        "file_missing": _("This file is not on this computer. Open the conversation again to fetch it."),
    }
