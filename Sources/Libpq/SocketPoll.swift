#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One `poll(2)` on a connection's socket and its thread's pipe.
struct SocketPoll {
    /// Whether the socket has input, an error or its end.
    let isReadable: Bool
    /// Whether the socket takes output again.
    let isWritable: Bool

    /// Returns when the socket is ready, the pipe is written to or the time is over; `socket` may be -1 for none.
    init(socket: Int32, writable: Bool, pipe: WakePipe, timeout: Duration?) {
        let output = writable ? Int16(POLLOUT) : 0
        var descriptors = (
            pollfd(fd: socket, events: Int16(POLLIN) | output, revents: 0),
            pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0)
        )
        let milliseconds = timeout.map(Self.milliseconds) ?? -1
        withUnsafeMutableBytes(of: &descriptors) { bytes in
            _ = poll(bytes.bindMemory(to: pollfd.self).baseAddress, 2, milliseconds)
        }
        if descriptors.1.revents != 0 { pipe.drain() }
        isWritable = descriptors.0.revents & Int16(POLLOUT) != 0
        isReadable = descriptors.0.revents & ~Int16(POLLOUT) != 0
    }

    /// Rounded up, so that a wait does not end in a spin just before its deadline.
    private static func milliseconds(_ timeout: Duration) -> Int32 {
        let (seconds, attoseconds) = timeout.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
