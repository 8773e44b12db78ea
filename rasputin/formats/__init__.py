"""How dates are written, in place of Django's own ways."""
