import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The one user of a `PGconn`: what a ``Connection`` does, on its thread.
///
/// `@unchecked Sendable` because the actor, its thread and the notice callback share it: all of them run on the
/// connection's thread and use `status` and `pipe`, which are safe by themselves, only from elsewhere.
final class Session: @unchecked Sendable {
    let configuration: ConnectionConfiguration
    let status = ConnectionStatus()
    let pipe: WakePipe

    var connection: OpaquePointer?
    var statements = StatementCache()
    var cancellation: Cancellation?
    /// What was sent and is not answered yet, in order.
    var exchanges: [PipelineExchange] = []
    /// Whether a `COMMIT` of the transaction now running has been confirmed.
    var hasCommitted = false
    private var listeners: [String: [AsyncStream<PostgresNotification>.Continuation]] = [:]
    /// What the server said before it hung up, when it said it between two statements.
    private var parting: PostgresError?

    init(configuration: ConnectionConfiguration) throws(PostgresError) {
        pipe = try WakePipe()
        self.configuration = configuration
    }

    deinit {
        disconnect()
    }

    /// Connects, blocking: only libpq's blocking form moves on to the next host when one does not answer in time.
    func connect() throws(PostgresError) {
        let connection = Self.withStrings(configuration.options.map(\.keyword)) { keywords in
            Self.withStrings(configuration.options.map(\.value)) { values in
                PQconnectdbParams(keywords, values, 0)
            }
        }
        guard let connection else {
            throw PostgresError(.connectionFailed, sqlState: .cannotConnect, message: "out of memory")
        }
        guard PQstatus(connection) == CONNECTION_OK, PQsetnonblocking(connection, 1) == 0 else {
            defer { PQfinish(connection) }
            throw PostgresError(
                .connectionFailed,
                sqlState: .cannotConnect,
                message: Self.trimmed(PQerrorMessage(connection))
            )
        }
        self.connection = connection
        PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<Session>.fromOpaque(context).takeUnretainedValue().receiveNotice(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        status.connected(backendPID: PQbackendPID(connection))
    }

    /// Ends the connection and the streams of its notifications; what was sent and is not answered fails the next call.
    func disconnect() {
        status.disconnected()
        if let connection {
            PQfinish(connection)
        }
        connection = nil
        statements.removeAll()
        let streams = listeners.values.joined()
        listeners = [:]
        for stream in streams {
            stream.finish()
        }
    }

    /// Sleeps until there is work or the socket has something, and deals with the latter.
    func watch() {
        let socket = connection.map(PQsocket) ?? -1
        let ready = SocketPoll(socket: socket, writable: false, pipe: pipe, timeout: nil)
        guard ready.isReadable, let connection else { return }
        let isOpen = PQconsumeInput(connection) == 1
        deliverNotifications()
        if !isOpen || parting != nil {
            disconnect()
        }
    }

    /// Passes on what has come for the channels listened to.
    func deliverNotifications() {
        guard let connection else { return }
        while let notification = PQnotifies(connection) {
            defer { PQfreemem(notification) }
            let channel = String(cString: notification.pointee.relname)
            let value = PostgresNotification(
                channel: channel,
                payload: String(cString: notification.pointee.extra),
                backendPID: notification.pointee.be_pid
            )
            listeners[channel]?.removeAll { stream in
                if case .terminated = stream.yield(value) { true } else { false }
            }
        }
    }

    func addListener(_ stream: AsyncStream<PostgresNotification>.Continuation, channel: String) {
        listeners[channel, default: []].append(stream)
    }

    /// The connection if statements can be sent over it.
    func usableConnection(for queryName: String?) throws(PostgresError) -> OpaquePointer {
        guard let connection else { throw lost(queryName: queryName) }
        return connection
    }

    /// Ends a connection that is no good any more and describes its end.
    func lost(
        queryName: String?,
        commitOutcomeUnknown: Bool = false,
        cause: PostgresError? = nil
    ) -> PostgresError {
        let libpqMessage = connection.map { Self.trimmed(PQerrorMessage($0)) } ?? ""
        disconnect()
        let known = cause ?? parting
        return PostgresError(
            .connectionLost,
            sqlState: known?.sqlState ?? .connectionFailure,
            message: known?.message ?? (libpqMessage.isEmpty ? "the connection is closed" : libpqMessage),
            queryName: queryName,
            commitOutcomeUnknown: commitOutcomeUnknown
        )
    }

    private func receiveNotice(_ notice: OpaquePointer) {
        let error = PostgresError(result: notice, queryName: nil)
        if error.kind == .connectionLost { parting = error }
    }

    static func trimmed(_ message: UnsafeMutablePointer<CChar>?) -> String {
        guard let message else { return "" }
        let lines = String(cString: message).split(whereSeparator: \.isNewline)
        return lines.joined(separator: "; ")
    }

    private static func withStrings<Value>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        let pointers = copies.map { UnsafePointer($0) } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
