public import BelfryCore
internal import Crypto
internal import Foundation
import Synchronization

/// Lets in whoever has the admin token, as `Authorization: Bearer` or as the password of `Basic`, whose name does not matter.
///
/// This machine needs none while the server is only for it: then the `Host` asked for must be a loopback one, so that neither a tunnel
/// nor a name that was rebound to 127.0.0.1 gets in, and nothing may say that the request came through a proxy.
public final class TokenAccess: AccessPolicy {
    /// Wrong tokens an address may send in a minute before it is told to wait.
    static let maximumWrongTokens = 20
    /// Addresses whose wrong tokens are counted; beyond it all count as one.
    private static let maximumAddresses = 1_000
    private static let challenge = #"Basic realm="Belfry", charset="UTF-8""#

    private struct WrongTokens {
        var count: Int
        var since: Instant
    }

    private let digest: SHA256Digest?
    private let trustsLoopback: Bool
    private let hint: String
    private let now: @Sendable () -> Instant
    private let wrong = Mutex<[IPAddress?: WrongTokens]>([:])

    /// A policy with this token, or without one, which nobody can have then; `hint` tells people where it is.
    public init(
        token: Secret?,
        trustsLoopback: Bool,
        hint: String,
        now: (@Sendable () -> Instant)? = nil
    ) {
        digest = token.map { SHA256.hash(data: Data($0.text.utf8)) }
        self.trustsLoopback = trustsLoopback
        self.hint = hint
        self.now = now ?? WallClock.now
    }

    /// The decision about one request.
    public func decide(_ request: AccessRequest) async -> AccessDecision {
        if trustsLoopback, !request.isForwarded, Self.isLoopback(request.host) { return .allowed }
        guard let token = Self.token(in: request.authorization) else {
            return .unauthenticated(challenge: Self.challenge, detail: "the admin token is needed: \(hint)")
        }
        // Digests, so that the comparison takes the same time wherever the difference is.
        if let digest, SHA256.hash(data: Data(token.utf8)) == digest { return .allowed }
        if let wait = countWrongToken(of: request.peer) {
            return .limited(retryAfter: wait, detail: "too many wrong tokens from this address")
        }
        return .unauthenticated(challenge: Self.challenge, detail: "this is not the admin token: \(hint)")
    }

    /// Counts a wrong token; returns how long its sender has to wait, nil while it may go on.
    private func countWrongToken(of peer: IPAddress?) -> TimeSpan? {
        let now = now()
        return wrong.withLock { wrong -> TimeSpan? in
            let key = wrong[peer] != nil || wrong.count < Self.maximumAddresses ? peer : nil
            var entry = wrong[key] ?? WrongTokens(count: 0, since: now)
            if now - entry.since >= .minutes(1) { entry = WrongTokens(count: 0, since: now) }
            entry.count += 1
            wrong[key] = entry
            if wrong.count >= Self.maximumAddresses { wrong = wrong.filter { now - $0.value.since < .minutes(1) } }
            guard entry.count > Self.maximumWrongTokens else { return nil }
            return TimeSpan(microseconds: 60_000_000 - (now - entry.since).microseconds)
        }
    }

    /// The token of a `Bearer` or the password of a `Basic` field.
    private static func token(in authorization: String?) -> String? {
        guard let authorization, let space = authorization.firstIndex(of: " ") else { return nil }
        let credentials = authorization[space...].drop { $0 == " " }
        switch authorization[..<space].lowercased() {
        case "bearer":
            return credentials.isEmpty ? nil : String(credentials)
        case "basic":
            guard let data = Data(base64Encoded: String(credentials)),
                let text = String(data: data, encoding: .utf8), let colon = text.firstIndex(of: ":")
            else { return nil }
            return String(text[text.index(after: colon)...])
        default:
            return nil
        }
    }

    /// Whether a `Host` field is `localhost` or a loopback address, with or without a port.
    static func isLoopback(_ host: String?) -> Bool {
        guard var name = host?.lowercased()[...] else { return false }
        if name.hasPrefix("[") {
            guard let close = name.firstIndex(of: "]") else { return false }
            let rest = name[name.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return false }
            name = name[..<close].dropFirst()
        } else if let colon = name.firstIndex(of: ":") {
            name = name[..<colon]
        }
        if name == "localhost" { return true }
        return IPAddress(name)?.isLoopback ?? false
    }
}
