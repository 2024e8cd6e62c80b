internal import BelfryCore
internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The operating system's resolver, asked on a thread of its own because it blocks.
struct SystemNameResolver: NameResolver {
    /// What the resolver says when there is nothing to connect to.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A question that outlives its deadline keeps its thread until the system gives up; whoever asked is answered in time.
    func addresses(of host: String, before deadline: NIODeadline) async throws -> [IPAddress] {
        if let literal = IPAddress(host) { return [literal] }
        let pool = NIOThreadPool.singleton
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return try await withCheckedThrowingContinuation { continuation in
            let waiting = Mutex<CheckedContinuation<[IPAddress], any Error>?>(continuation)
            let answer = Answer(waiting)
            let timer = loop.scheduleTask(deadline: deadline) {
                answer.give(.failure(Failure(description: "the name was not resolved in time")))
            }
            pool.submit { state in
                timer.cancel()
                answer.give(Result { try state == .active ? Self.lookUp(host) : [] })
            }
        }
    }

    /// Gives the first of two answers and drops the other.
    private final class Answer: Sendable {
        private let waiting: Mutex<CheckedContinuation<[IPAddress], any Error>?>

        init(_ waiting: consuming Mutex<CheckedContinuation<[IPAddress], any Error>?>) {
            self.waiting = waiting
        }

        func give(_ result: Result<[IPAddress], any Error>) {
            waiting.withLock { $0.take() }?.resume(with: result)
        }
    }

    /// Also reads the odd forms of addresses (`127.1`, `0x7f000001`) that the system understands.
    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, nil, &list)
        guard status == 0 else {
            throw Failure(description: "the name was not resolved: \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        for entry in sequence(first: list, next: { $0?.pointee.ai_next }) {
            guard let pointer = entry?.pointee.ai_addr, let address = address(at: pointer),
                !addresses.contains(address)
            else { continue }
            addresses.append(address)
        }
        return addresses
    }

    private static func address(at pointer: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch Int32(pointer.pointee.sa_family) {
        case AF_INET:
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { IPAddress(bytes: $0) }
            }
        case AF_INET6:
            pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { IPAddress(bytes: $0) }
            }
        default: nil
        }
    }
}
