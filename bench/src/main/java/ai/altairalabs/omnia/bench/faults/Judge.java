package ai.altairalabs.omnia.bench.faults;

/** Says what an answer is worth. */
@FunctionalInterface
interface Judge {
    Outcome of(Call call, Client.Answer answer);

    /** Small refunds reach the tool, large ones are refused by this rule. */
    static Judge ofRule(String rule) {
        return (call, answer) -> switch (answer.status()) {
            case 200 ->
                call.amount() == Call.SMALL && answer.body().startsWith("{\"call\":" + call.id() + ",")
                        ? Outcome.ANSWERED
                        : Outcome.MISMATCHED;
            case 403 ->
                call.amount() == Call.LARGE && answer.body().contains("\"rule\":\"" + rule + "\"")
                        ? Outcome.REFUSED
                        : Outcome.MISMATCHED;
            case 502, 504 -> call.amount() == Call.SMALL ? Outcome.UNAVAILABLE : Outcome.MISMATCHED;
            default -> Outcome.MISMATCHED;
        };
    }
}
