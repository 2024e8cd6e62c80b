internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOPosix

/// Why no answer came from a server.
public struct WebhookSenderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened and what to look at.
    public let description: String

    /// The failure of a request.
    init(_ error: any Error, url: String) {
        let reason =
            switch error {
            case let error as HTTPClientError
            where error == .invalidURL || error == .emptyHost || error == .emptyScheme:
                "this is not the address of a server; write it as http://HOST:PORT"
            case let error as HTTPClientError where error == .connectTimeout || error == .deadlineExceeded:
                "no answer in time; is this the address of belfry serve, and does a firewall let it through?"
            case let error as HTTPClientError where error == .remoteConnectionClosed:
                "the connection was closed without an answer; is something else than belfry serve listening there?"
            case is NIOConnectionError:
                "no connection; is belfry serve running there?"
            case let error as IOError where error.errnoCode == ECONNREFUSED:
                "nobody is listening; is belfry serve running there?"
            default: "\(error)"
            }
        description = "\(url): \(reason)"
    }
}
