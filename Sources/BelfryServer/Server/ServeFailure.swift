import NIOCore

#if canImport(Glibc)
import Glibc
#endif

/// Why the service could not start or go on, in words that say what to do.
public enum ServeFailure {
    /// What an error means for who started the service on these addresses.
    public static func explanation(of error: any Error, addresses: [String]) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        let place = addresses.joined(separator: " or ")
        switch error.errnoCode {
        case EADDRINUSE:
            return "\(place) is in use by another program: end it, or choose another port with --port or http.port"
        case EACCES:
            return
                "\(place) may not be listened on by this user: choose a port of 1024 or more with --port or http.port"
        case EADDRNOTAVAIL:
            return "\(place) is no address of this machine: correct --host or http.host"
        default:
            return error.description
        }
    }
}
