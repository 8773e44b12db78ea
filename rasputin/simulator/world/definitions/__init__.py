"""The game's definitions: what the manifest says about everything that the simulated world refers to."""
