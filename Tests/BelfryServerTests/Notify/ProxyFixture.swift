import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP proxy on 127.0.0.1 that pretends to have connected to `target.example` and answers in its place, at port 443 by TLS.
final class ProxyFixture: Sendable {
    /// What was asked for: the heads of `CONNECT` requests, and what came through the tunnels.
    let heads: Mutex<[String]> = Mutex([])
    private let listener: Mutex<(any Channel)?> = Mutex(nil)

    static func start() async throws -> ProxyFixture {
        let fixture = ProxyFixture()
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        )
        let context = try NIOSSLContext(configuration: tls)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(Handler(fixture, context))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        fixture.listener.withLock { $0 = channel }
        return fixture
    }

    var port: Int { listener.withLock { $0?.localAddress?.port ?? 0 } }

    func stop() async throws {
        try await listener.withLock { $0 }?.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let fixture: ProxyFixture
        private let tls: NIOSSLContext
        private var text = ""

        init(_ fixture: ProxyFixture, _ tls: NIOSSLContext) {
            (self.fixture, self.tls) = (fixture, tls)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            text += String(buffer: unwrapInboundIn(data))
            guard text.contains("\r\n\r\n") else { return }
            let head = text
            fixture.heads.withLock { $0.append(head) }
            text = ""
            if head.hasPrefix("CONNECT") {
                write("HTTP/1.1 200 Connection established\r\n\r\n", context)
                guard head.contains(":443 ") else { return }
                try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
            } else {
                write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", context)
            }
        }

        private func write(_ text: String, _ context: ChannelHandlerContext) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
        }
    }

    /// Signs itself and is for `target.example`; of no use to anybody.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBsjCCAVigAwIBAgIUIu0eSwM1N/Hc0kZlUkgHIidf7JgwCgYIKoZIzj0EAwIw
        IDEeMBwGA1UEAwwVQmVsZnJ5IHRlc3QgYXV0aG9yaXR5MCAXDTI2MTEyNDE3MTky
        NloYDzIxMjYxMDMxMTcxOTI2WjAgMR4wHAYDVQQDDBVCZWxmcnkgdGVzdCBhdXRo
        b3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS0Rfg/KC1Kcb42K4EaKyYc
        jWoCiOo/j1m8xKpdmFeeEjs8QRZqd0FXN7R3ukL4W9nh0lVZ/EHMMlFmGQqeH4g2
        o24wbDAdBgNVHQ4EFgQUJjI0w7z3dX6fiLw2YUWlx1xF3wwwHwYDVR0jBBgwFoAU
        JjI0w7z3dX6fiLw2YUWlx1xF3wwwGQYDVR0RBBIwEIIOdGFyZ2V0LmV4YW1wbGUw
        DwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA7KK1S9D1nfeu+E6ul
        Rur5iG+igo0ka9UvHec+k/dMXQIhAIYMtxlBKi0xiuHY5wAH1oza5gWU/EIAOmLQ
        jqrqrMob
        -----END CERTIFICATE-----
        """
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYYe9MStGy6Ogvgf5
        rZtSEdJXjX9Woo+VQnIPfmLkEL6hRANCAAS0Rfg/KC1Kcb42K4EaKyYcjWoCiOo/
        j1m8xKpdmFeeEjs8QRZqd0FXN7R3ukL4W9nh0lVZ/EHMMlFmGQqeH4g2
        -----END PRIVATE KEY-----
        """
}
