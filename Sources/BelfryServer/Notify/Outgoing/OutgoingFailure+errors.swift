internal import AsyncHTTPClient
internal import BelfryCore
internal import Foundation
internal import NIOCore
internal import NIOPosix

extension OutgoingFailure {
    /// The failure an error of the HTTP client stands for; its text names neither path nor headers.
    init(_ error: any Error, connectingTo address: IPAddress, mayHaveArrived: Bool) {
        let (reason, message) = Self.describe(error)
        self.init(reason: reason, mayHaveArrived: mayHaveArrived, message: "\(address): \(message)")
    }

    /// Whether an error can only come from a connection that did not come up.
    ///
    /// For requests without a body, of which nothing else tells whether they were sent.
    static func isBeforeAnyRequest(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError, is PinnedClients.ConnectedElsewhere, ChannelError.connectTimeout: true
        case let error as HTTPClientError: error == .connectTimeout || error == .tlsHandshakeTimeout
        case let error as IOError: [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
        default: false
        }
    }

    private static func describe(_ error: any Error) -> (DeliveryFailure, String) {
        switch error {
        case is DeadlineExceeded: return (.timeout, "no answer in time")
        case is CancellationError: return (.timeout, "given up because Belfry stops")
        case is PinnedClients.ConnectedElsewhere:
            return (.forbiddenTarget, "connected to another address than the checked one")
        case let error as HTTPClientError: return describe(error)
        case ChannelError.connectTimeout: return (.timeout, "no connection in time")
        case let error as NIOConnectionError:
            let cause = error.connectionErrors.first.map { "\($0.error)" } ?? "no address answered"
            return (.connection, "no connection: \(cause)")
        case let error as IOError: return (.connection, "\(error)")
        // NIOSSL has many error types; the name of its module is enough to tell them.
        case let error where String(reflecting: type(of: error)).hasPrefix("NIOSSL."):
            return (.tls, "TLS failed: \(error)")
        default: return (.connection, "\(error)")
        }
    }

    private static func describe(_ error: HTTPClientError) -> (DeliveryFailure, String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: (.timeout, "no connection in time")
        case .deadlineExceeded, .readTimeout, .writeTimeout: (.timeout, "no answer in time")
        case .tlsHandshakeTimeout: (.tls, "no TLS in time")
        case .remoteConnectionClosed: (.connection, "the connection was closed before the answer was complete")
        default: (.connection, error.shortDescription)
        }
    }
}
