"""Reading Standard MIDI files of strangers: every byte is looked at once, and work and memory grow with their number.

mido writes and reads the files that are Cadenza's own, but is not for these: a damaged file's numbers may be of any
length, for which it takes time that grows with their square (6 s for 256 kB), and it forgets the time that passes
before an event it does not know, so that all later notes come too early. The format is that of Standard MIDI Files 1.0
(MIDI Manufacturers Association, 1996).
"""
