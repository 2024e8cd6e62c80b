internal import Hummingbird

/// The page of an execution: what every rule and trigger made of it, as `belfry explain` says it.
struct ExplanationPage: Sendable {
    let explanations: ExplanationController
    let links: MessageLinks

    func addRoutes(to router: RouterGroup<BelfryRequestContext>) {
        router.get("/executions/:execution_id") { request, context in
            let found = try await explanations.find(request, context)
            let text = found.map(\.text).joined(separator: "\n\n")
            return HTMLPage(
                title: "Execution \(found[0].executionID)",
                body: HTMLPage.preformatted(UntrustedText.lines(text)),
                home: links.home
            ).response()
        }
    }
}
