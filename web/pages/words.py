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
    "link_not_shared": _("The link could not be shared. It is {address}"),
    "rating_kept": _("Thank you! {stars} of 5 stars are kept."),
    "rating_said": _("Thank you for your words!"),
    "rating_erased": _("Your rating is taken back."),
    "rating_left": _("{left} left"),
    "rating_lost": _("This did not come through. Check your network, then try again."),
    "rating_later": _("This could not be kept just now. Try again in {seconds} seconds."),
    "rating_gone": _("This piece is gone, and its ratings with it."),
    "rating_refused": _("This cannot be kept: {detail}"),
    "section_intro": _("Intro"),
    "section_ending": _("Ending"),
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
    # What can be made of it.
    "wav_making": _("The WAV is being made… Your browser saves it when it is ready."),
    "continuation": _("{title}: the continuation"),
    "variations_begun": _("Four variations are being made."),
    "variation": _("Variation {number}"),
    "variation_whole": _("Ready to play"),
    "variation_silent": _("Composed, but without sound"),
    "variation_ready": _("Variation {number} is ready to play."),
    "variation_lost": _("Variation {number} could not be finished."),
    "cancel": _("Cancel"),
    "close": _("Close"),
    # How this browser plays it.
    "mixer_tempo": _("{percent} %, {qpm} a minute"),
    "mixer_loading": _("Loading the instruments…"),
    "mixer_ready": _("Your browser plays the piece now."),
    "mixer_reset": _("The piece is played as composed."),
    "mixer_failed": _("The instruments could not be loaded. The piece stays as composed; any change tries again."),
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
    "too_many_jobs_title": _("You have enough in the making"),
    "too_many_jobs_detail": _(
        "You may have only so many pieces under way at once. Wait for one to end or cancel one, then try again."
    ),
    "gone_title": _("This piece is gone"),
    "gone_detail": _("Pieces are kept for a limited time, and this one is no longer there. Compose a new one."),
    "refused_title": _("This cannot be composed as asked"),
    "refused_detail": _("{detail} Change what is named here, then press Generate now."),
    "refused_fields": _("Change what is named here, then press Generate now."),
    "unexpected_title": _("Something went wrong on our side"),
    "unexpected_detail": _("Your wishes were fine. Wait a moment, then try again."),
    "failed_title": _("The piece could not be finished"),
    "failed_detail": _("{detail} Trying again may well work."),
    "failed_for_good_title": _("The piece could not be composed"),
    "failed_for_good_detail": _("{detail} Choose another style or type, or try later."),
    # Why a job failed, by its code (`worker/contract/errors.py`).
    "error_model_unavailable": _(
        "Who plays this type is away. Choose another style or type; whoever runs this site can bring it back."
    ),
    "error_invalid_primer": _(
        "It cannot go on from what you gave it. Give it something else, or let it begin by itself."
    ),
    "error_primer_too_long": _("What you gave it to go on from is too long. Give it less, or let it begin by itself."),
    "error_timeout": _("It was not complete in time. Try again, or ask for a shorter one."),
    "error_worker_lost": _("Whoever composed it stopped halfway, several times. Trying again may well work."),
    "error_out_of_memory": _("It needed more memory than there was. Try again in a minute, or ask for a shorter one."),
    "error_store_unavailable": _("There was nowhere to keep it. Try again in a few minutes."),
    "error_internal": _("Something broke while it was composed. Trying again may well work."),
    "canceled_title": _("The piece was canceled"),
    "canceled_detail": _("It was stopped before it was finished. Compose it again whenever you like."),
    "expired_title": _("The piece waited too long"),
    "expired_detail": _("No player became free in time. Try again."),
    # Fields of a request, in what the service says of them.
    "field_style": _("Style"),
    "field_type": _("Type"),
    "field_length_seconds": _("Length"),
    "field_seed": _("Seed"),
    "field_temperature": _("Temperature"),
    "field_top_p": _("Top-p"),
    "field_qpm": _("Tempo"),
    "field_density": _("Density"),
    "field_key": _("Key"),
    "field_scale": _("Scale"),
    "field_groove": _("Groove"),
    "field_chords": _("Chords"),
    "field_start_pitch": _("Starting pitch"),
    "field_primer_notes": _("What you played"),
    "field_primer_midi": _("MIDI file"),
    "field_parent": _("The piece to go on from"),
}


def say_failure(code: str, otherwise: str) -> str:
    """Why a job failed, by its code; what has no words of its own is said as `otherwise`."""
    return str(WORDS.get(f"error_{code}", otherwise))


def say(key: str, **values: object) -> str:
    """The sentence of a key in the reader's language, its `{names}` filled in, for pages that have no script."""
    return str(WORDS[key]).format(**values)
