/// What is remembered of a job's recent past, in bounded space: how attempts and runs ended, which errors it had, how often it runs.
///
/// An attempt that arrives late is put at its place among the remembered ones; the rhythm is learned from attempts in order only.
public struct JobMemory: Hashable, Sendable {
    /// Attempts that are compared with the ones before: enough that three failures stand out.
    static let recentAttempts = 20
    /// Closed runs that are looked at for flapping.
    static let recentRuns = 10
    /// Changes between failed and not among `recentRuns` from which a job flaps: up and down for the third time.
    static let flappingChanges = 5
    /// Closed runs in a row that end alike after which it has settled.
    static let settledRuns = 5

    /// Bit n: whether the attempt n before the latest failed.
    private var attempts: UInt32 = 0
    /// Bit n: whether the closed run n before the latest failed.
    private var runs: UInt32 = 0
    /// Closed runs seen, as far as bits reach.
    private var runCount: UInt32 = 0
    /// The kinds of errors it had.
    public private(set) var errors = ErrorKinds()
    /// How often it runs.
    public private(set) var cadence = JobCadence()

    /// Nothing is remembered.
    public init() {}

    /// Failed attempts among the latest `recentAttempts`.
    var recentFailures: Int { (attempts & Self.mask(Self.recentAttempts)).nonzeroBitCount }

    /// Whether it goes up and down: it has changed often, and has not settled since.
    public var isFlapping: Bool {
        var isFlapping = false
        // The oldest run that counts: what was before it had settled is over.
        var oldest = Int(runCount) - 1
        for age in stride(from: oldest, through: 0, by: -1) {
            let bits = runs >> UInt32(age)
            if isFlapping {
                let latest = bits & Self.mask(Self.settledRuns)
                isFlapping = latest != 0 && latest != Self.mask(Self.settledRuns)
                if !isFlapping { oldest = age }
            } else {
                let count = oldest - age + 1
                let changes = (bits ^ (bits >> 1)) & Self.mask(min(count, Self.recentRuns) - 1)
                isFlapping = changes.nonzeroBitCount >= Self.flappingChanges
            }
        }
        return isFlapping
    }

    /// Failed runs among the latest `recentRuns` closed ones, and how many of them there are.
    var recentFailedRuns: (failed: Int, of: Int) {
        let count = min(Int(runCount), Self.recentRuns)
        return ((runs & Self.mask(count)).nonzeroBitCount, count)
    }

    /// Takes in an attempt with `behind` later ones, and `runsBehind` later ones that close a run.
    mutating func add(_ execution: Execution, outcome: RunOutcome?, behind: Int = 0, runsBehind: Int = 0) {
        let failed = !execution.status.isSuccess
        Self.insert(failed, at: behind, into: &attempts)
        if failed { errors.add(ErrorFingerprint.kind(of: execution)) }
        guard let outcome else { return }
        Self.insert(outcome == .failed, at: runsBehind, into: &runs)
        runCount = min(runCount + 1, UInt32(UInt32.bitWidth))
    }

    /// Takes in the beginning of a run, in order.
    mutating func addRun(startedAt: Instant) {
        cadence.add(runStartedAt: startedAt)
    }

    private static func insert(_ bit: Bool, at place: Int, into bits: inout UInt32) {
        guard place < UInt32.bitWidth else { return }
        let later = bits & mask(place)
        let earlier = place == 0 ? bits : bits & ~mask(place)
        bits = later | (bit ? 1 << UInt32(place) : 0) | (earlier << 1)
    }

    private static func mask(_ count: Int) -> UInt32 {
        count >= UInt32.bitWidth ? .max : (1 << UInt32(count)) - 1
    }
}

extension JobMemory {
    /// The memory in few bytes, for a column only Belfry reads; empty where nothing is remembered.
    public var packed: [UInt8] {
        guard self != JobMemory() else { return [] }
        var writer = PackedWriter()
        writer.write(UInt64(attempts))
        writer.write(UInt64(runs))
        writer.write(UInt64(runCount))
        errors.write(to: &writer)
        cadence.write(to: &writer)
        return writer.bytes
    }

    /// Reads `packed`; nil where the bytes are not of its making.
    public init?(packed: [UInt8]) {
        guard !packed.isEmpty else { return }
        var reader = PackedReader(packed)
        guard let attempts = reader.readUnsigned().flatMap(UInt32.init(exactly:)),
            let runs = reader.readUnsigned().flatMap(UInt32.init(exactly:)),
            let runCount = reader.readUnsigned().flatMap(UInt32.init(exactly:)), runCount <= UInt32.bitWidth,
            let errors = ErrorKinds(from: &reader),
            let cadence = JobCadence(packed: Array(packed[reader.position...]))
        else { return nil }
        self.attempts = attempts
        self.runs = runs
        self.runCount = runCount
        self.errors = errors
        self.cadence = cadence
    }
}
