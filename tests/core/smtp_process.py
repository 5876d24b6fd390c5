"""A real SMTP server in a process of its own, on loopback; how it behaves, the recipient's address says.

`python -m tests.core.smtp_process FOLDER` prints its port. Accepted messages are written into FOLDER.
"""

import asyncio
import os
import pathlib
import sys

from aiosmtpd.smtp import SMTP


class Handler:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unbekannt"):
            return "550 5.1.1 no such user"
        if address.startswith("spaeter"):
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].partition("@")[0]
        attempts = len(list(self.folder.glob(f"{name}-*")))
        (self.folder / f"{name}-{attempts}.eml").write_bytes(envelope.content)
        if name.startswith("abbruch") and attempts == 0:
            server.transport.abort()  # the message is here, but the sender never learns it
            await asyncio.sleep(3600)
        if name.startswith("langsam"):
            await asyncio.sleep(3600)
        if name.startswith("tot"):
            os._exit(1)
        if name.startswith("spam"):
            return "554 5.7.1 looks like spam"
        return "250 OK"


async def main(folder):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler(folder), hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
