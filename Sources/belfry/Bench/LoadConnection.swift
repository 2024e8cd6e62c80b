import BelfryServer
import NIOCore

/// One connection of the load generator: at most one request on its way, no pipelining.
final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The request that has no answer yet.
    private(set) var pending: LoadRequest?

    private let generator: LoadGenerator
    private let scanner = BenchResponseScanner()
    private var context: ChannelHandlerContext?
    private var received = ByteBuffer()
    private var request = ByteBuffer()
    private var problem: String?

    init(generator: LoadGenerator) {
        self.generator = generator
    }

    /// Sends a request, which `write` appends to an empty buffer.
    func send(_ order: LoadRequest, write: (inout ByteBuffer) -> Void) {
        guard let context else { return }
        pending = order
        request.clear()
        write(&request)
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    /// Gives the connection up, for a reason that is counted.
    func close(because problem: String) {
        self.problem = problem
        context?.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        generator.opened(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do throws(BenchResponseScanner.Problem) {
            if received.readableBytes == 0 {
                try take(from: &bytes)
                received = bytes
            } else {
                received.writeBuffer(&bytes)
                try take(from: &received)
            }
        } catch {
            close(because: "unreadable answer: \(error)")
        }
    }

    private func take(from bytes: inout ByteBuffer) throws(BenchResponseScanner.Problem) {
        while let status = try scanner.next(in: &bytes) {
            guard let request = pending else { throw .malformed }
            pending = nil
            generator.answered(request, status: status)
            generator.free(self)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        let lost = pending
        pending = nil
        generator.closed(self, lost: lost, problem: problem)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(because: LoadGenerator.name(of: error))
    }
}
