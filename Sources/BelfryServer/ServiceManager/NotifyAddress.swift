internal import Foundation

/// The unix datagram socket of a service manager: a path, or an abstract name that is written with `@` in front.
struct NotifyAddress: Sendable {
    /// `sun_path` less the zero that ends a path, or that begins an abstract name.
    static let longest = 107
    /// A manager that does not read for so long is not waited for.
    private static let patience = timeval(tv_sec: 1, tv_usec: 0)

    private let name: [UInt8]

    /// nil for what is neither an absolute path nor an abstract name, or is too long for a socket.
    init?(_ text: String) {
        guard let first = text.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            (2...Self.longest).contains(text.utf8.count)
        else { return nil }
        var name = Array(text.utf8)
        if first == UInt8(ascii: "@") { name[0] = 0 }
        self.name = name
    }

    /// Sends one datagram from a socket of its own; says whether the kernel took it.
    func send(_ text: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var patience = Self.patience
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        // An abstract name ends with the length, a path with a zero that the length counts.
        let isPath = name.first != 0
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        let length = socklen_t(offset + name.count + (isPath ? 1 : 0))
        let bytes = Array(text.utf8)
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
        return sent == bytes.count
    }
}
