"""The simulated game: who plays, what and when, a pure function of seed, sizes and time."""
