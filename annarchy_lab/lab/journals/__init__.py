"""The journal: what was changed and when, kept on disk, done once more, written as a script.

In: announcements of the API.
Out: JSON Lines beside arrays; replays; scripts.
Not here: checkpoints, which belong to the API.
"""
