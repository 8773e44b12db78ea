"""A look-alike of Bungie's API over a made-up world, sharing no code with the product."""
