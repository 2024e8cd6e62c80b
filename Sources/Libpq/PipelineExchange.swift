/// Queries that were sent with one Sync and whose results have not been read.
struct PipelineExchange {
    let queries: [Query]
    let steps: [PipelineStep]
}
