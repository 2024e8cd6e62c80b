import HTTPTypes
import Hummingbird

/// `POST /-/reload`: the same as SIGHUP, answered when it is done; 400 with what is wrong where something old stays.
func addReloadRoute(to router: RouterGroup<BelfryRequestContext>, _ reloader: RuleReloader) {
    router.post("/-/reload") { _, _ -> Response in
        let problems = await reloader.reload()
        guard problems.isEmpty else {
            let detail = "what has an error stays as it was: " + problems.joined(separator: "; ")
            return Response(ProblemDetails(status: 400, title: "not reloaded", detail: detail))
        }
        return Response(status: .ok)
    }
}
