import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /-/reload`: the same as SIGHUP, answered when it is done; 400 with what is wrong where something old stays.
///
/// A body names the sections of the configuration that have changed and need a restart.
func addReloadRoute(to router: RouterGroup<BelfryRequestContext>, _ reloader: Reloader) {
    router.post("/-/reload") { _, _ -> Response in
        let outcome = await reloader.reload()
        guard outcome.problems.isEmpty else {
            let detail = "what has an error stays as it was: " + outcome.problems.joined(separator: "; ")
            return Response(ProblemDetails(status: 400, title: "not reloaded", detail: detail))
        }
        guard !outcome.needRestart.isEmpty else { return Response(status: .ok) }
        let changed = outcome.needRestart.joined(separator: ", ")
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: "reloaded; in force after the next start only: \(changed)\n")
            )
        )
    }
}
