public import BelfryCore
public import Hummingbird
import NIOCore

/// What a route of Belfry knows besides the request.
public struct BelfryRequestContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection.
    public let peer: IPAddress?

    /// The context of a request on a channel.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress.flatMap { IPAddress($0) }
    }
}
