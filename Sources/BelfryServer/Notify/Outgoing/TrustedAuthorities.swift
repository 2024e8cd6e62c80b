internal import NIOSSL

/// Certificate authorities that are believed besides the system's, as a company has its own.
public struct TrustedAuthorities: Hashable, Sendable {
    let certificates: [NIOSSLCertificate]

    /// The certificates of a PEM text, of which there must be one; throws what NIOSSL says of those it cannot read.
    public init(pem: String) throws {
        certificates = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
        guard !certificates.isEmpty else { throw NoCertificate() }
    }

    private struct NoCertificate: Error, CustomStringConvertible {
        var description: String { "no certificate in it" }
    }
}
