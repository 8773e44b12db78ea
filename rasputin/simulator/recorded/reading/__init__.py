"""From the files of recorded replies to what can be asked for, in the shape in which Bungie sent it."""
