import CLibpq

extension Session {
    /// While TLS is in use, input may wait in its library where `poll` does not see it, so it is looked for this often.
    private static let encryptedInputInterval = Duration.milliseconds(20)

    /// The next result, or nil at the end of a statement's results.
    ///
    /// Sends what is still to be sent while it waits, so that neither side can block the other with full buffers. Throws if
    /// the call was cut short and the server did not answer in time; a lost connection is a result.
    func nextResult(
        _ connection: OpaquePointer,
        queryName: String,
        interrupt: Interrupt
    ) throws(PostgresError) -> Rows? {
        while true {
            let flushed = PQflush(connection)
            if flushed < 0 || PQisBusy(connection) == 0 { break }
            try cutShort(connection, queryName: queryName, interrupt: interrupt)
            let ready = SocketPoll(
                socket: PQsocket(connection),
                writable: flushed == 1,
                pipe: pipe,
                timeout: timeout(connection, interrupt: interrupt)
            )
            if ready.isReadable || PQsslInUse(connection) == 1, PQconsumeInput(connection) == 0 { break }
        }
        return PQgetResult(connection).map { Rows(taking: $0, queryName: queryName) }
    }

    /// Waits for a cancel request under way, so that it cannot hit the next statement; gives the connection up if it takes
    /// too long.
    func settleCancellation() {
        guard let cancellation else { return }
        while !cancellation.request.isDone {
            let rest = ContinuousClock.now.duration(to: cancellation.end)
            guard rest > .zero else { return disconnect() }
            _ = SocketPoll(socket: -1, writable: false, pipe: pipe, timeout: rest)
        }
    }

    private func cutShort(
        _ connection: OpaquePointer,
        queryName: String,
        interrupt: Interrupt
    ) throws(PostgresError) {
        if let cancellation {
            guard cancellation.end <= .now else { return }
            disconnect()
            throw PostgresError(
                cancellation.reason,
                message: "the server did not answer a cancel request, the connection was given up",
                queryName: queryName
            )
        }
        guard let reason = interrupt.reason() else { return }
        let request = CancelRequest(connection) { [pipe] in pipe.wake() }
        cancellation = Cancellation(reason: reason, request: request, end: .now + Cancellation.grace)
    }

    private func timeout(_ connection: OpaquePointer, interrupt: Interrupt) -> Duration? {
        let end = cancellation?.end ?? interrupt.deadline
        let rest = end.map { ContinuousClock.now.duration(to: $0) }
        guard PQsslInUse(connection) == 1 else { return rest }
        return min(rest ?? Self.encryptedInputInterval, Self.encryptedInputInterval)
    }
}
