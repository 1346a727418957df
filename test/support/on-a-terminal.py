# Runs a command on a pseudo-terminal and types a line whenever it has been quiet for a moment. Usage: on-a-terminal.py LINES COMMAND...
# LINES are separated by "|"; an empty one is just Enter. Prints what the terminal showed; ends as the command did.
import fcntl, os, pty, select, struct, sys, termios

lines = sys.argv[1].split("|")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
shown = b""
while True:
    quiet = not select.select([terminal], [], [], 1.5)[0]
    if quiet:
        if lines:
            os.write(terminal, lines.pop(0).encode() + b"\r")
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
