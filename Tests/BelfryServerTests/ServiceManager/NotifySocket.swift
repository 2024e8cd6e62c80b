import Foundation

/// The service manager's end of `NOTIFY_SOCKET`: a real unix datagram socket.
final class NotifySocket {
    /// What `NOTIFY_SOCKET` says.
    let name: String
    private let descriptor: Int32
    private let path: String?

    /// Listens at a path in the folder for temporary files, or under an abstract name.
    init(isAbstract: Bool) throws {
        let unique = "belfry-notify-\(UUID().uuidString.prefix(8))"
        path = isAbstract ? nil : "/tmp/\(unique)"
        name = path ?? "@\(unique)"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1))
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EINVAL) }
    }

    deinit {
        close(descriptor)
        if let path { unlink(path) }
    }

    /// The datagrams that have arrived so far, oldest first.
    func received() -> [String] {
        var texts: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return texts }
            texts.append(String(decoding: buffer.prefix(count), as: UTF8.self))
        }
    }
}
