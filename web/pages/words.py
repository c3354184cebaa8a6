"""What the page's script may say, in the reader's language; `{names}` are filled in by the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

WORDS: Final[dict[str, str | Promise]] = {
    "title": _("{style} · {type}"),
    "summary": _("{style} · {type} · {length}"),
    "music_of": _("{done} of {length}"),
    # While a piece is made.
    "sending": _("Sending your wishes…"),
    "queued": _("Waiting for a free player…"),
    "starting": _("Tuning up…"),
    "composing": _("Composing, {percent} %"),
    "queue_place": _("Number {position} in the queue"),
    "time_left": _("{time} to go"),
    "interrupted": _("The connection was interrupted. Trying again by itself…"),
    # The piece.
    "play": _("Play"),
    "pause": _("Pause"),
    "link_copied": _("The link is copied."),
    "link_not_copied": _("The link could not be copied. It is {address}"),
    "roll": _("Piano roll: {notes} notes in {length}"),
    "piece_pending": _("Your piece is composed. Its sound is being rendered."),
    "piece_ready": _("Your piece is ready to play."),
    "piece_on_request": _("Your piece is ready to play."),
    "piece_unplayable": _("Your piece is composed, but its sound could not be loaded."),
    "piece_failed": _("Your piece is composed, but its sound could not be rendered."),
    "state_live": _("Live, while it is being composed"),
    "state_unfinished": _("Unfinished"),
    "state_pending": _("Rendering the sound…"),
    "state_ready": _("Your piece"),
    "state_on_request": _("Your piece"),
    "state_failed": _("The sound could not be rendered. The MIDI file is whole: download it, or compose again."),
    "state_unplayable": _("The sound could not be loaded. Reload the page, or download the MP3."),
    # What a piece may be told.
    "example_play": _("Play an example of {style}"),
    "example_stop": _("Stop the example of {style}"),
    "chords_unknown": _("{chord} is no chord; such as C, Am7, F#dim or N.C. are."),
    "chords_triads": _("{chord} holds no triad, and this type hears nothing else."),
    "chords_per_bar": _("A bar holds one, two or four chords; {bar} holds another number."),
    "chords_too_many": _("These are {bars} bars; there may be {maximum}."),
    "motif_start": _("Record"),
    "motif_stop": _("Stop recording"),
    "motif_none": _("Nothing is recorded yet."),
    "motif_recording": _("Recording from your first note on…"),
    "motif_recorded": _("{notes} notes to go on from."),
    "file_shown": _("{name}: {notes} notes in {length}"),
    "file_too_large": _("This file is too large: it may have {kilobytes} kB."),
    "file_not_midi": _("This is no MIDI file with notes that could be gone on from."),
    "file_unreadable": _("This file could not be read."),
    # What went wrong, and what to do.
    "connection_lost_title": _("The connection is lost"),
    "connection_lost_detail": _("Nothing you chose is gone. Check your network, then try again."),
    "busy_title": _("All players are busy"),
    "busy_detail": _("More music is wanted right now than can be made. Try again in {seconds} seconds."),
    "unavailable_title": _("The service does not answer as it should"),
    "unavailable_detail": _("A part of it is away, most likely for a moment. Try again in {seconds} seconds."),
    "too_many_title": _("That was a lot of music"),
    "too_many_detail": _("You have asked for many pieces in a short time. Try again in {seconds} seconds."),
    "gone_title": _("This piece is gone"),
    "gone_detail": _("Pieces are kept for a limited time, and this one is no longer there. Compose a new one."),
    "refused_title": _("This cannot be composed as asked"),
    "refused_detail": _("{detail} Change what is named here, then press Generate now."),
    "unexpected_title": _("Something went wrong on our side"),
    "unexpected_detail": _("Your wishes were fine. Wait a moment, then try again."),
    "failed_title": _("The piece could not be finished"),
    "failed_detail": _("{detail} Trying again may well work."),
    "failed_for_good_title": _("The piece could not be composed"),
    "failed_for_good_detail": _("{detail} Choose another style or type, or try later."),
    "canceled_title": _("The piece was canceled"),
    "canceled_detail": _("It was stopped before it was finished. Compose it again whenever you like."),
    "expired_title": _("The piece waited too long"),
    "expired_detail": _("No player became free in time. Try again."),
}


def say(key: str, **values: object) -> str:
    """The sentence of a key in the reader's language, its `{names}` filled in, for pages that have no script."""
    return str(WORDS[key]).format(**values)
