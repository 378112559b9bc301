"""How paper is signed, checked and closed: bytes in, bytes out."""

import logging

# Both write the names of certificate holders into their warnings, and names have no place in a log.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)
