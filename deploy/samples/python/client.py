#!/usr/bin/env python3
"""A county's client of the Sunshine platform. Exit codes: 0 done, 1 failed, 2 some records refused, or different balances."""
import os
import sys

# Made of the contracts, see README.md.
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "generated"))

import grpc

import settings
from access import Access, Away, explain
from balancing import Balance
from following import Follow
from importing import Import
from journal import Journal

USAGE = "usage: import FILE | follow [--until-idle] | balance FROM TO   (days, as 2026-01-31)"


def main(arguments: list) -> int:
    try:
        given = settings.from_environment()
        access = Access(given)
        if arguments[:1] == ["import"] and len(arguments) == 2:
            return Import(access, Journal(given.state), arguments[1]).run()
        if arguments in (["follow"], ["follow", "--until-idle"]):
            return Follow(access, given, until_idle=len(arguments) > 1).run()
        if arguments[:1] == ["balance"] and len(arguments) == 3:
            return Balance(access, given, Journal(given.state), arguments[1], arguments[2]).run()
        raise settings.Stop(USAGE)
    except (grpc.RpcError, settings.Stop, Away, OSError, UnicodeDecodeError) as error:
        print(explain(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
