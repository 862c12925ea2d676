package dev.faultline.net.server;

import dev.faultline.net.line.Cover;
import dev.faultline.net.line.Dial;
import dev.faultline.net.line.Failure;
import dev.faultline.probe.Aim;

/** What one kind of server is asked. */
public sealed interface ServerQuestion permits PostgresQuestion, RedisQuestion, KafkaQuestion, AmqpQuestion {
    /** @throws Failure where the answer is not a good one */
    void ask(Dial dial) throws Failure;

    static ServerQuestion of(Aim.Server aim, Cover cover) {
        return switch (aim.product()) {
            case Postgres -> new PostgresQuestion(cover);
            case Redis -> new RedisQuestion(cover);
            case Kafka -> new KafkaQuestion(cover);
            case Amqp -> new AmqpQuestion(cover);
        };
    }
}
