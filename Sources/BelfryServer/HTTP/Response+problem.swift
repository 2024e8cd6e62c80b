import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

extension Response {
    /// Problem details as a response of the router.
    init(_ problem: ProblemDetails, headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = ProblemDetails.contentType
        self.init(
            status: HTTPResponse.Status(code: problem.status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.json))
        )
    }
}
