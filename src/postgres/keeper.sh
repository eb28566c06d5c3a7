# The keeper: a small shell that owns one PostgreSQL server and ends it when
# nobody needs it any more. It outlives the program that started it, however
# that program dies, because all it watches is the closing of a pipe.
#
#   sh -c "$(this file)" keeper POSTGRES RUN SOCKETS LINGER [ARGUMENT...]
#
#   POSTGRES   the server's executable; each ARGUMENT is passed to it
#   RUN        the folder that holds the named pipe `door`
#   SOCKETS    the folder of the server's socket; removed at the end unless it is RUN
#   LINGER     seconds to go on after the last user has left
#   stdin      the reading end of `door`; every user holds a writing end
#   stdout     the server lock, held until this shell and every server process has ended
#   stderr     the server's log

# What ends the program (Ctrl-C, a closed terminal, a stopped service) must not
# end the keeper before the server. PostgreSQL installs handlers of its own.
trap '' HUP INT QUIT TERM

postgres=$1
run=$2
sockets=$3
linger=$4
shift 4

# A user who comes later writes a line with its name and waits for the file
# `joined-NAME`: proof that the door is still attended. A blank line only asks
# whether anybody is there. Returns when the last writer has left.
attend() {
    joined=
    while read -r name; do
        case $name in
        '' | *[!0-9-]*) ;;
        *)
            joined=yes
            : >"$run/joined-$name"
            ;;
        esac
    done
}

# Holds the door open for LINGER seconds more, so that the next of many short
# processes finds a running server.
hold() {
    [ "$linger" -gt 0 ] && [ -p "$run/door" ] || return
    { sleep "$linger" >&4 3<&- & } 4>"$run/door"
}

watch() {
    attend
    while hold; do
        attend
        [ "$joined" ] || break
    done
    # From here on the door is shut: whoever knocks is turned away.
    exec 0</dev/null 3<&-
    # Repeated, because a server that has only just begun misses the first. PostgreSQL recovers
    # from the later, harsher signals when it is next started.
    signal=INT
    seconds=0
    while kill -s "$signal" "$server" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        case $seconds in
        60) signal=QUIT ;;
        75) signal=KILL ;;
        esac
    done
}

# A background command gets /dev/null as its input, so the door goes to 3. `exec` because the
# process that $! names must be the server itself.
exec 3<&0 </dev/null
{ exec "$postgres" "$@" 3<&-; } &
server=$!
watch <&3 >/dev/null &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill -s KILL "$watcher" 2>/dev/null
[ "$sockets" = "$run" ] || rmdir -- "$sockets" 2>/dev/null
exit "$status"
